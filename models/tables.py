"""This file is every table: to import it makes them all known."""

from sqlalchemy import Table
from sqlmodel import SQLModel

import models.activity
import models.apart
import models.batch
import models.chain
import models.contact
import models.deadline
import models.draft
import models.enterprise
import models.errand
import models.event
import models.group
import models.heartbeat
import models.inbox
import models.inquiry
import models.key
import models.ledger
import models.outbox
import models.period
import models.plan
import models.report
import models.snapshot
import models.tally
import models.template
import models.unit  # noqa: F401 - each import makes its tables known


def all_tables() -> list[Table]:
    """Give every table, those that others point to first."""
    return SQLModel.metadata.sorted_tables
