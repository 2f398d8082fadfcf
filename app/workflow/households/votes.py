"""评: how the votes of a council are counted. Who belongs to the household votes neither yes nor no on it."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.workflow.households.terms import ProposalState, VoteChoice, VoteMajority

#: yes · first ≥ (yes + no) · second; more than half asks for one more.
_SHARES = {VoteMajority.TWO_THIRDS: (3, 2), VoteMajority.THREE_QUARTERS: (4, 3)}


@dataclass(frozen=True, slots=True)
class Count:
    """Votes of one proposal; `voters` are the seats that may vote on it, given or not."""

    voters: int
    yes: int
    no: int
    abstain: int

    @property
    def given(self) -> int:
        """Seats that voted, whatever they said."""
        return self.yes + self.no + self.abstain

    @property
    def is_complete(self) -> bool:
        """Whether nobody is left who may vote."""
        return self.given >= self.voters


def count(voters: int, choices: Iterable[str]) -> Count:
    """The votes given of so many seats that may vote."""
    said = list(choices)
    return Count(voters, said.count(VoteChoice.YES), said.count(VoteChoice.NO), said.count(VoteChoice.ABSTAIN))


def needed(voters: int, quorum_percent: int) -> int:
    """How many seats make a quorum 法定人数: the share of those that may vote, rounded up, and one at least."""
    return max(1, -(-voters * quorum_percent // 100))


def carries(votes: Count, majority: VoteMajority) -> bool:
    """Whether the yes are enough of the yes and no."""
    if majority is VoteMajority.MORE_THAN_HALF:
        return votes.yes > votes.no
    first, second = _SHARES[majority]
    return votes.yes > 0 and votes.yes * first >= (votes.yes + votes.no) * second


def outcome(votes: Count, quorum_percent: int, majority: VoteMajority) -> ProposalState:
    """What becomes of a proposal when its voting closes: without a quorum it lapses, whatever was said."""
    if votes.given < needed(votes.voters, quorum_percent):
        return ProposalState.LAPSED
    return ProposalState.PASSED if carries(votes, majority) else ProposalState.REJECTED
