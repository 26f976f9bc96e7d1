from .announcements import AnnouncementMark
from .articles import Article, ArticleAuthor, LeadStory
from .autosaves import Autosave
from .choices import (
    SOURCE_LABELS,
    ConfirmationAnswer,
    ContentClass,
    DigitalSource,
    EditionKind,
    FollowUpKind,
    PhotoRights,
    RedirectStatus,
    RetractionGround,
    RevisionKind,
    Stage,
    Verification,
)
from .editions import (
    AuthorListing,
    Edition,
    Picture,
    SectionListing,
    TopicListing,
    look_up_photos,
    showable,
)
from .follow_ups import FollowUp
from .history import Revision, StageChange
from .live import LONGEST_ENTRY, LiveEntry, LiveEntryEdition, LiveReport
from .notes import Note
from .pages import FIXED_PAGES, TERMS_PAGE, Page
from .people import Author, Editor
from .photos import Photo, Rendition
from .pictures import ArticlePhoto, EditionPhoto
from .preview_links import PreviewLink, PreviewOpening
from .readings import Miss, MissKind, Ranking, ReadingHour, ReadingOrigin
from .redirects import LONGEST_PATH, Redirect, key_of
from .related import RelatedStory
from .search import DeskSearchEntry, SearchEntry, SearchWord
from .sections import RESERVED_SLUGS, Section
from .tags import ArticleTag, Tag
from .verification import CLOSING_NOTE, Confirmation, UnverifiedCase

__all__ = [
    "CLOSING_NOTE",
    "FIXED_PAGES",
    "LONGEST_ENTRY",
    "LONGEST_PATH",
    "RESERVED_SLUGS",
    "SOURCE_LABELS",
    "TERMS_PAGE",
    "AnnouncementMark",
    "Article",
    "ArticleAuthor",
    "ArticlePhoto",
    "ArticleTag",
    "Author",
    "AuthorListing",
    "Autosave",
    "Confirmation",
    "ConfirmationAnswer",
    "ContentClass",
    "DeskSearchEntry",
    "DigitalSource",
    "Edition",
    "EditionKind",
    "EditionPhoto",
    "Editor",
    "FollowUp",
    "FollowUpKind",
    "LeadStory",
    "LiveEntry",
    "LiveEntryEdition",
    "LiveReport",
    "Miss",
    "MissKind",
    "Note",
    "Page",
    "Photo",
    "PhotoRights",
    "Picture",
    "PreviewLink",
    "PreviewOpening",
    "Ranking",
    "ReadingHour",
    "ReadingOrigin",
    "Redirect",
    "RedirectStatus",
    "RelatedStory",
    "Rendition",
    "RetractionGround",
    "Revision",
    "RevisionKind",
    "SearchEntry",
    "SearchWord",
    "Section",
    "SectionListing",
    "Stage",
    "StageChange",
    "Tag",
    "TopicListing",
    "UnverifiedCase",
    "Verification",
    "key_of",
    "look_up_photos",
    "showable",
]
