#!/bin/sh
# azd runs this before its commands. The AppHost can be published only with servers in containers, and azd hands its own environment,
# not that of `azd env set`, to the .NET SDK.
if [ "${IOTASPIRE_SERVERS:-}" != Containers ]; then
  echo 'Set the environment variable first, then run azd again: export IOTASPIRE_SERVERS=Containers' >&2
  exit 1
fi
