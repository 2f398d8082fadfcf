"""Who is what to a village 村里的人: its keepers, its leader and its workers, by their posts there or just above.

A household is known to those who live and work with it: a post at the village itself or at the town above it. One at
the county reaches no household, and a worker of one grid knows the households of that grid.
"""

from dataclasses import dataclass

from app.authz import POST_PERMISSIONS, Actor, Permission


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody may in a village; `grids` are the paths whose households a worker knows."""

    keeps: bool  # 户档管理: reads and writes the records, records votes, hands out rewards
    leads: bool  # 主持: writes the rules, publishes, corrects, decides appeals
    grids: tuple[str, ...]  # 提议: proposes for the households there
    leads_above: bool = False  # 乡镇: from outside the village

    @property
    def is_any(self) -> bool:
        """Whether they have anything to do there by a post."""
        return self.keeps or self.leads or bool(self.grids)

    @property
    def sees_all(self) -> bool:
        """Whether every household of the village is theirs to see."""
        return self.keeps or self.leads


def standing(actor: Actor, village_path: str) -> Standing:
    """What the posts of an actor make of them in a village."""
    town = f"{village_path.rstrip('/').rpartition('/')[0]}/"
    near = (village_path, town)
    held = [(post.area_path, POST_PERMISSIONS[post.post]) for post in actor.posts if post.area_path]
    return Standing(
        keeps=any(path in near and Permission.KEEP_HOUSEHOLDS in given for path, given in held),
        leads=any(path in near and Permission.LEAD_CENTRE in given for path, given in held),
        grids=tuple(sorted({path for path, given in held if Permission.PROPOSE_POINTS in given and path
                            and (path in near or path.startswith(village_path))})),
        leads_above=any(path == town and Permission.LEAD_CENTRE in given for path, given in held),
    )  # fmt: skip
