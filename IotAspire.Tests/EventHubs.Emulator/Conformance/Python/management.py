"""What the SDK reads about hubs and partitions."""

import datetime

from azure.eventhub.exceptions import AuthenticationError, EventHubError

from clients import ONCE, elsewhere, fails, producer, receive, send


def hub_properties(argument):
    with producer(argument) as client:
        properties = client.get_eventhub_properties()
        assert properties["eventhub_name"] == argument["hub"], properties
        assert properties["partition_ids"] == ["0", "1", "2", "3"], properties
        age = datetime.datetime.now(datetime.timezone.utc) - properties["created_at"].replace(tzinfo=datetime.timezone.utc)
        assert abs(age.total_seconds()) < 60, properties
        assert client.get_partition_ids() == properties["partition_ids"]


def empty_partition(argument):
    with producer(argument) as client:
        empty = client.get_partition_properties("3")
        assert (empty["eventhub_name"], empty["id"], empty["is_empty"]) == (argument["hub"], "3", True), empty
        assert (empty["last_enqueued_sequence_number"], empty["last_enqueued_offset"]) == (-1, "-1"), empty


def full_partition(argument):
    send(argument, ["a", "b", "c"], partition_id="1")
    last = receive(argument, "1", 3)[-1]
    with producer(argument) as client:
        full = client.get_partition_properties("1")
        assert (full["is_empty"], full["beginning_sequence_number"], full["last_enqueued_sequence_number"]) == (False, 0, 2), full
        assert full["last_enqueued_offset"] == last.offset, full
        assert full["last_enqueued_time_utc"].replace(tzinfo=None) == last.enqueued_time.replace(tzinfo=None), full


def not_there(argument):
    with producer(elsewhere(argument), retry=ONCE) as client:
        # The service refuses the token for a hub that isn't there, and the SDK keeps no reason.
        fails(AuthenticationError, client.get_eventhub_properties, "CBS Token authentication failed")
    with producer(argument, retry=ONCE) as client:
        fails(EventHubError, lambda: client.get_partition_properties("99"), "400")


CASES = {
    "a hub tells its partitions and when it was made": hub_properties,
    "an empty partition says so": empty_partition,
    "a partition tells its first and last event": full_partition,
    "questions about what is not there are answered so": not_there,
}
