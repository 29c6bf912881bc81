"""Tokens: what is refused, and with which of the SDK's errors."""

import base64
import hashlib
import hmac
import time
from urllib.parse import quote_plus

from azure.eventhub import EventData
from azure.eventhub.exceptions import AuthenticationError

from clients import ONCE, fails, producer, receive, send, texts

def with_token(argument, resource=None, expires=3600):
    """The argument with a token in place of the key."""
    fields = dict(field.split("=", 1) for field in argument["connectionString"].split(";"))
    encoded = quote_plus(resource or f"sb://localhost/{argument['hub']}")
    expiry = int(time.time() + expires)
    digest = hmac.new(fields["SharedAccessKey"].encode(), f"{encoded}\n{expiry}".encode(), hashlib.sha256).digest()
    signature = quote_plus(base64.b64encode(digest))
    token = f"SharedAccessSignature sr={encoded}&sig={signature}&se={expiry}&skn={fields['SharedAccessKeyName']}"
    return {**argument, "connectionString":
            f"Endpoint={fields['Endpoint']};SharedAccessSignature={token};EntityPath={fields['EntityPath']}"}


def refused(argument):
    with producer(argument, retry=ONCE) as client:
        fails(AuthenticationError, lambda: client.send_batch([EventData("x")]))
    with producer(argument, retry=ONCE) as client:
        fails(AuthenticationError, client.get_eventhub_properties)


def token_is_enough(argument):
    own = with_token(argument)
    send(own, ["a"], partition_id="0")
    assert texts(receive(own, "0", 1)) == ["a"]


CASES = {
    "a token instead of a key is enough": token_is_enough,
    "a wrong key is refused": lambda argument: refused(
        {**argument, "connectionString": argument["connectionString"].replace("SAS_KEY_VALUE", "another")}),
    "an expired token is refused": lambda argument: refused(with_token(argument, expires=-60)),
    "a token for another hub is refused": lambda argument: refused(with_token(argument, resource="sb://localhost/other")),
}
