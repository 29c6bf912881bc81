#!/bin/sh
# azd runs this before its commands. The AppHost is one for azd only in the Aspire edition, and azd hands its own environment,
# not that of `azd env set`, to the .NET SDK.
if [ "${Edition:-}" != Aspire ]; then
  echo 'Set the environment variable first, then run azd again: export Edition=Aspire' >&2
  exit 1
fi
