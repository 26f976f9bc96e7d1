from .job import Job, JobState
from .outbox import Channel, Outbox, State
from .timer import Timer

__all__ = ["Channel", "Job", "JobState", "Outbox", "State", "Timer"]
