"""Owner levels: who reads a partition alone."""

from azure.eventhub.exceptions import ConnectionLostError, OwnershipLostError

from clients import ONCE, Subscription


def pair(first_level, second_level, check):
    def case(argument):
        with Subscription(argument, "0", retry=ONCE, owner_level=first_level) as first:
            assert first.opened().error is None, first.error
            with Subscription(argument, "0", retry=ONCE, owner_level=second_level) as second:
                check(first, second.opened())
    return case


def is_disconnected(error):
    assert isinstance(error, (ConnectionLostError, OwnershipLostError)) or "epoch" in str(error), repr(error)


def goes_on(subscription):
    before = len(subscription.batches)
    subscription.until(lambda: len(subscription.batches) > before, "another batch")


def second_wins(first, second):
    is_disconnected(first.failure())
    assert second.error is None, second.error


def first_stays(first, second):
    # An empty batch may come before it: the SDK hands one over whenever nothing has come for a while.
    is_disconnected(second.failure())
    goes_on(first)


def share(first, second):
    assert second.error is None, second.error
    goes_on(first)


CASES = {
    "a higher owner level takes the partition": pair(1, 2, second_wins),
    "an equal owner level takes the partition": pair(1, 1, second_wins),
    "an owner takes the partition from a reader without level": pair(None, 0, second_wins),
    "a lower owner level is refused": pair(2, 1, first_stays),
    "a reader without level is refused while an owner reads": pair(0, None, first_stays),
    "readers without level share a partition": pair(None, None, share),
}
