"""Whom the bot hears: no word of AstrBot in here."""


def is_heard(hearing: dict, owners: list[str], sender: str, group: str) -> bool:
    """The owner always; others when both they and their group may be heard. `group` is empty in a private talk."""
    if sender in owners:
        return True
    return _hears(hearing["people"], sender) and (not group or _hears(hearing["groups"], group))


def _hears(audience: dict, number: str) -> bool:
    rule = audience["hears"]
    return rule == "all" or (number in audience["list"]) == (rule == "only")
