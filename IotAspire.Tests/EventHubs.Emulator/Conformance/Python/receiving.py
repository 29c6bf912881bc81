"""Where receivers begin and how they go on."""

import datetime
import time

from azure.eventhub import EventData
from azure.eventhub.exceptions import EventHubError

from clients import ONCE, Subscription, elsewhere, numbers, producer, receive, send, texts


def five(argument):
    """Five events in a partition, each enqueued in a millisecond of its own."""
    with producer(argument) as client:
        for body in numbers(5):
            client.send_batch([EventData(body)], partition_id="0")
            time.sleep(0.002)
    return receive(argument, "0", 5)


def starts(argument, position, inclusive, expected):
    events = receive(argument, "0", len(expected), starting_position=position, starting_position_inclusive=inclusive)
    assert texts(events) == expected, texts(events)


def earliest(argument):
    five(argument)
    starts(argument, "-1", False, numbers(5))


def latest(argument):
    five(argument)
    with Subscription(argument, "0", starting_position="@latest") as subscription:
        # The receiver is open once it has waited in vain.
        subscription.opened()
        assert subscription.events == []
        send(argument, ["new"], partition_id="0")
        assert texts(subscription.reached(1)) == ["new"]


def offset(argument):
    third = five(argument)[2]
    starts(argument, third.offset, False, ["3", "4"])
    starts(argument, third.offset, True, ["2", "3", "4"])


def sequence_number(argument):
    third = five(argument)[2]
    starts(argument, third.sequence_number, False, ["3", "4"])
    starts(argument, third.sequence_number, True, ["2", "3", "4"])


def enqueued_time(argument):
    at = five(argument)[2].enqueued_time
    starts(argument, at, False, ["3", "4"])
    starts(argument, at, True, ["2", "3", "4"])
    starts(argument, at - datetime.timedelta(milliseconds=1), False, ["2", "3", "4"])


def beyond_the_end(argument):
    five(argument)
    for position, what in [(1000, "sequence number '1000' is invalid. The last sequence number in the system is '4'"), ("999999", "offset '999999' is invalid. The last offset")]:
        with Subscription(argument, "0", retry=ONCE, starting_position=position) as subscription:
            error = subscription.failure()
            assert isinstance(error, EventHubError) and what in str(error), repr(error)


def small_prefetch(argument):
    send(argument, numbers(1000), partition_id="0")
    with Subscription(argument, "0", max_batch_size=50, prefetch=50) as subscription:
        assert texts(subscription.reached(1000)) == numbers(1000)
        assert all(count <= 50 for _, count, _ in subscription.batches)


def large(argument):
    body = ("°C" * 300_000).encode()
    send(argument, [body], partition_id="0")
    assert b"".join(receive(argument, "0", 1)[0].body) == body


def metrics(argument):
    last = five(argument)[-1]
    with Subscription(argument, "0", max_batch_size=1, track_last_enqueued_event_properties=True) as subscription:
        subscription.reached(1)
        told = next(told for _, count, told in subscription.batches if count > 0)
    assert told["sequence_number"] == last.sequence_number, told
    assert told["offset"] == last.offset.encode() or told["offset"] == last.offset, told
    assert told["enqueued_time"] and told["retrieval_time"], told


def groups(argument):
    send(argument, numbers(3), partition_id="0")
    for group in ["$Default", "$default", "aggregator"]:
        assert texts(receive(argument, "0", 3, group=group)) == numbers(3), group


def lost(argument, what, **options):
    with Subscription(argument, "0", retry=ONCE, **options) as subscription:
        error = subscription.failure()
        assert isinstance(error, EventHubError) and what in str(error), repr(error)


def unknown_partition(argument):
    """The SDK asks for the hub's partitions first and says so itself."""
    with Subscription(argument, "99", retry=ONCE) as subscription:
        assert "Wrong partition id:99" in str(subscription.failure()), repr(subscription.error)


CASES = {
    "from the earliest": earliest,
    "from the latest, only what comes later": latest,
    "from an offset, inclusive or not": offset,
    "from a sequence number, inclusive or not": sequence_number,
    "from an enqueued time": enqueued_time,
    "a position beyond the end is refused": beyond_the_end,
    "a small prefetch gets everything, a batch at a time": small_prefetch,
    "events larger than a frame arrive whole": large,
    "the newest event is told along with each": metrics,
    "each consumer group gets every event": groups,
    "receiving from an unknown hub fails at once": lambda argument: lost(elsewhere(argument), "CBS Token authentication failed"),
    "receiving with an unknown consumer group fails at once": lambda argument: lost(argument, "could not be found", group="strangers"),
    "receiving from an unknown partition fails at once": unknown_partition,
}
