"""Closing while events are on their way."""

import threading
import time

from azure.eventhub import EventData

from clients import Subscription, numbers, producer, send


def send_until(stop, client):
    while not stop.is_set():
        client.send_batch([EventData(body) for body in numbers(20)], partition_id="1")


def round_trip(argument):
    stop = threading.Event()
    with producer(argument) as client:
        sender = threading.Thread(target=send_until, args=[stop, client], daemon=True)
        subscription = Subscription(argument, "0", max_batch_size=100)
        sender.start()
        subscription.reached(300)
        # With hundreds of events on their way. A producer of this SDK mustn't be closed while another thread sends.
        subscription.close()
        stop.set()
        sender.join(10)
        assert not sender.is_alive(), "The sender hangs."


def mid_flow(argument):
    for _ in range(5):
        send(argument, numbers(1000), partition_id="0")
    for number in range(argument["rounds"]):
        begun = time.monotonic()
        round_trip(argument)
        assert time.monotonic() - begun < 10, f"Round {number} took {time.monotonic() - begun} s."


CASES = {"closing in mid-flow doesn't hang": mid_flow}
