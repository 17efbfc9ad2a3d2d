"""The people and services of the reference model, in Mesa: the readable statement of who does what.

Read resident.py first, then social_worker.py, service.py and gatherings.py.
"""

from samskapa.reference.manager import Manager
from samskapa.reference.resident import Resident
from samskapa.reference.service import Service
from samskapa.reference.social_worker import SocialWorker

__all__ = ["Manager", "Resident", "Service", "SocialWorker"]
