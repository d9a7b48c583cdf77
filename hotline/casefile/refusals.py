"""Why the case file says no, in names that every stage can catch."""


class NoSuchCase(Exception):
    """There is no such case, or it is none of the asker's business: nobody is told which."""


class ChangedMeanwhile(Exception):
    """Somebody else changed the case after its reader opened it; `version` is the one in force."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the case is at version {version}")
        self.version = version


class StandsMerged(ChangedMeanwhile):
    """The case was merged under another one: it stands still there, and whatever is to be done is done with that one."""

    def __init__(self, version: int, master_id: int) -> None:
        super().__init__(version)
        self.master_id = master_id
