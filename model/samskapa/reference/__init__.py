"""The people and services of the reference model, in Mesa: the readable statement of who does what.

Read resident.py first, then social_worker.py, service.py and gatherings.py.
"""

from samskapa.agents.manager import Manager
from samskapa.agents.resident import Resident
from samskapa.agents.service import Service
from samskapa.agents.social_worker import SocialWorker

__all__ = ["Manager", "Resident", "Service", "SocialWorker"]
