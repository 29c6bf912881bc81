"""What the cases share: clients with short pauses, and receiving until enough is there."""

import threading
import time
from urllib.parse import urlparse

from azure.eventhub import EventData, EventHubConsumerClient, EventHubProducerClient
from azure.eventhub._pyamqp.sasl import SASLTransport

DEADLINE = 20
GROUP = "$Default"
PATIENT = {"retry_total": 3, "retry_mode": "fixed", "retry_backoff_factor": 0.1}

# This SDK retries whatever the error is, so what shall fail at once gets no retries.
ONCE = {"retry_total": 0}


def use_port_of(connection_string):
    """This version of the SDK connects to port 5671 whatever the connection string says; tests run on free ports."""
    endpoint = dict(field.split("=", 1) for field in connection_string.split(";"))["Endpoint"]
    SASLTransport.__init__.__kwdefaults__["port"] = urlparse(endpoint).port


def producer(argument, retry=PATIENT, **options):
    return EventHubProducerClient.from_connection_string(
        argument["connectionString"], connection_verify=argument["certificate"], **retry, **options)


def consumer(argument, group=GROUP, retry=PATIENT, **options):
    return EventHubConsumerClient.from_connection_string(
        argument["connectionString"], group, connection_verify=argument["certificate"], **retry, **options)


def elsewhere(argument):
    """The same namespace, but a hub that isn't there."""
    return {**argument, "connectionString": argument["connectionString"].replace(argument["hub"], "nowhere")}


def send(argument, bodies, **options):
    with producer(argument) as client:
        client.send_batch([EventData(body) for body in bodies], **options)


class Subscription:
    """A receiving client with a thread of its own."""

    def __init__(self, argument, partition=None, group=GROUP, retry=PATIENT, max_batch_size=300, max_wait_time=0.1, **options):
        self.events, self.batches, self.error, self.client = [], [], None, consumer(argument, group, retry)
        options.setdefault("starting_position", "-1")
        if partition is not None:
            options["partition_id"] = partition
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self.client.receive_batch, kwargs={
            "on_event_batch": self._on_batch, "on_error": self._on_error,
            "max_batch_size": max_batch_size, "max_wait_time": max_wait_time, **options}, daemon=True)
        self._thread.start()

    def _on_batch(self, context, batch):
        with self._changed:
            self.events += batch
            self.batches.append((context.partition_id, len(batch), context.last_enqueued_event_properties))
            self._changed.notify_all()

    def _on_error(self, _, error):
        with self._changed:
            self.error = self.error or error
            self._changed.notify_all()

    def until(self, condition, what):
        with self._changed:
            if not self._changed.wait_for(condition, DEADLINE):
                raise AssertionError(f"{what}: not in time; error: {self.error!r}, batches: {self.batches[-3:]}")

    def reached(self, count):
        self.until(lambda: len(self.events) >= count, f"{count} events")
        return self.events

    def opened(self):
        self.until(lambda: self.batches or self.error, "open")
        return self

    def failure(self):
        self.until(lambda: self.error, "an error")
        return self.error

    def close(self):
        self.client.close()
        self._thread.join(DEADLINE)
        assert not self._thread.is_alive(), "The receiver goes on after close."

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def receive(argument, partition, count, **options):
    with Subscription(argument, partition, **options) as subscription:
        return subscription.reached(count)


def text(event):
    return event.body_as_str()


def texts(events):
    return [text(event) for event in events]


def numbers(count, prefix=""):
    return [f"{prefix}{number}" for number in range(count)]


def fails(error_type, attempt, containing=""):
    try:
        attempt()
    except error_type as error:
        assert containing in str(error), f"{error}"
        return error
    raise AssertionError("It succeeded.")


def wait_until(condition, what):
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < DEADLINE, what
        time.sleep(0.02)
