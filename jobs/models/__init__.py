from .job import Job, JobState
from .outbox import Channel, Outbox, State

__all__ = ["Channel", "Job", "JobState", "Outbox", "State"]
