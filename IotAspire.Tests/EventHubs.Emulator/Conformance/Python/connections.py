"""Connections that are cut."""

from azure.eventhub import EventData

from clients import Subscription, producer, receive, send, texts


def sending_after_cut(argument):
    with producer(argument) as client:
        client.send_batch([EventData("before")], partition_id="0")
        argument["ask"]("drop connections")
        client.send_batch([EventData("after")], partition_id="0")
    assert texts(receive(argument, "0", 2)) == ["before", "after"]


def receiving_after_cut(argument):
    send(argument, ["before"], partition_id="0")
    with Subscription(argument, "0") as subscription:
        subscription.reached(1)
        argument["ask"]("drop connections")
        send(argument, ["after"], partition_id="0")
        # A receiver without checkpoints begins where it began before.
        subscription.until(lambda: texts(subscription.events)[-1:] == ["after"], "the event after the cut")


CASES = {
    "sending goes on after the connection was cut": sending_after_cut,
    "receiving goes on after the connection was cut": receiving_after_cut,
}
