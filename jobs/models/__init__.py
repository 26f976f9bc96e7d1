from .fault import Fault
from .job import Job, JobState
from .outbox import Channel, Outbox, State
from .timer import Timer

__all__ = ["Channel", "Fault", "Job", "JobState", "Outbox", "State", "Timer"]
