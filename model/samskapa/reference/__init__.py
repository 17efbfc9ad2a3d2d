"""The people and services of the reference model, in Mesa: the readable statement of who does what. In reading order:

resident.py       comes or stays away, trusts, judges what becomes of promises, hears peers
social_worker.py  meets residents, carries a load, tires, recovers, finds or loses engagement
manager.py        sees results and backlog, and backs the project or does not
service.py        what can be done in a week, the ledger worked on, routine and rules
gatherings.py     meetings, sessions, workshop and course: who is invited, what is raised, what is answered
model.py          the week, phase by phase
person.py         what residents, workers and managers share
ledger.py         promises from the day they are made until they are decided
draws.py          keyed draws by the name of the decision
bounds.py         the guard that a run stays within its bounds
"""

from samskapa.reference.manager import Manager
from samskapa.reference.resident import Resident
from samskapa.reference.service import Service
from samskapa.reference.social_worker import SocialWorker

__all__ = ["Manager", "Resident", "Service", "SocialWorker"]
