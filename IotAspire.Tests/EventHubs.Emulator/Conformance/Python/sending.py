"""Where events go and what of them arrives."""

from azure.eventhub import EventData
from azure.eventhub._buffered_producer._partition_resolver import PartitionResolver, generate_hash_code
from azure.eventhub.amqp import AmqpAnnotatedMessage, AmqpMessageBodyType
from azure.eventhub.exceptions import AuthenticationError, EventDataSendError, EventHubError

from clients import ONCE, Subscription, elsewhere, fails, numbers, producer, receive, send, texts

PARTITIONS = ["0", "1", "2", "3"]


def receive_all(argument, count):
    with Subscription(argument) as subscription:
        subscription.reached(count)
        return subscription


def spread(argument):
    with producer(argument) as client:
        for body in numbers(8):
            client.send_batch([EventData(body)])
    everything = receive_all(argument, 8)
    assert sorted(texts(everything.events)) == numbers(8)
    assert sorted({partition for partition, count, _ in everything.batches if count > 0}) == PARTITIONS


def in_order(argument):
    for partition in PARTITIONS:
        send(argument, numbers(3, partition), partition_id=partition)
    for partition in PARTITIONS:
        events = receive(argument, partition, 3)
        assert texts(events) == numbers(3, partition)
        assert [event.sequence_number for event in events] == [0, 1, 2]


def keys(argument):
    # This SDK computes other partitions than Event Hubs for negative hashes and beyond ASCII.
    sent = [key for key in [*"abcdefgh", "kitchen", "sensor-0000000000000000000000000042"] if generate_hash_code(key) >= 0]
    assert len(sent) > 3, sent
    by_partition = {}
    for key in sent:
        by_partition.setdefault(PartitionResolver(PARTITIONS).get_partition_id_by_partition_key(key), []).append(key)
        send(argument, [key], partition_key=key)
    for partition, expected in by_partition.items():
        events = receive(argument, partition, len(expected))
        assert texts(events) == expected, (partition, texts(events), by_partition)
        assert [event.partition_key.decode() for event in events] == expected


def full_batch(argument):
    body = b"x" * 10_000
    with producer(argument) as client:
        batch = client.create_batch(partition_id="0")
        assert batch.max_size_in_bytes == 1024 * 1024, batch.max_size_in_bytes
        count = 0
        try:
            while True:
                event = EventData(body)
                event.properties = {"number": count}
                batch.add(event)
                count += 1
        except ValueError:
            client.send_batch(batch)
    assert count > 100, count
    events = receive(argument, "0", count)
    assert [event.properties[b"number"] for event in events] == list(range(count))
    assert b"".join(events[-1].body) == body


def too_large(argument):
    with producer(argument, retry=ONCE) as client:
        fails((EventDataSendError, EventHubError, ValueError), lambda: client.send_event(EventData(b"x" * (1024 * 1024 + 1))), "large")
    send(argument, ["another producer is none the worse"])


def properties(argument):
    event = EventData("{}")
    event.content_type, event.correlation_id, event.message_id = "application/json", "correlation", "message"
    event.properties = {"text": "ключ", "whole": 42, "real": 0.5, "yes": True, "no": False}
    with producer(argument) as client:
        client.send_batch([event], partition_id="0")
    received = receive(argument, "0", 1)[0]
    assert (received.content_type, received.correlation_id, received.message_id) == ("application/json", "correlation", "message")
    arrived = {name.decode(): value.decode() if isinstance(value, bytes) else value for name, value in received.properties.items()}
    assert arrived == event.properties, arrived


def bodies(argument):
    sent = [AmqpAnnotatedMessage(data_body=b"\x00\xff"), AmqpAnnotatedMessage(value_body={"x": 1}), AmqpAnnotatedMessage(sequence_body=[1, 2])]
    with producer(argument) as client:
        client.send_batch(sent, partition_id="0")
    kinds = [event.body_type for event in receive(argument, "0", 3)]
    assert kinds == [AmqpMessageBodyType.DATA, AmqpMessageBodyType.VALUE, AmqpMessageBodyType.SEQUENCE], kinds


def buffered(argument):
    failures = []
    client = producer(argument, buffered_mode=True, max_wait_time=0.1, on_success=lambda *_: None, on_error=lambda *failure: failures.append(failure))
    with client:
        for number in range(500):
            client.send_event(EventData(f"{number}"), **({} if number < 250 else {"partition_key": "kitchen"}))
        client.flush()
    assert failures == [], failures
    assert sorted(texts(receive_all(argument, 500).events)) == sorted(numbers(500))


def to_nowhere(argument):
    with producer(elsewhere(argument), retry=ONCE) as client:
        fails(AuthenticationError, lambda: client.send_batch([EventData("x")]), "CBS Token authentication failed")
    with producer(argument, retry=ONCE) as client:
        fails(EventHubError, lambda: client.send_batch([EventData("x")], partition_id="99"), "Invalid partition 99")


CASES = {
    "events for the hub spread over its partitions": spread,
    "events for a partition arrive there in order": in_order,
    "events of a key are on the partition that the SDK computes": keys,
    "a batch is filled to the largest message and taken whole": full_batch,
    "an event larger than a message is refused": too_large,
    "properties of an event keep their types": properties,
    "bodies of all kinds arrive as they were": bodies,
    "a buffered producer delivers all of its events": buffered,
    "sending to what is not there fails at once": to_nowhere,
}
