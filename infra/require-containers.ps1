# azd runs this before its commands. The AppHost can be published only with servers in containers, and azd hands its own environment,
# not that of `azd env set`, to the .NET SDK.
if ($env:IOTASPIRE_SERVERS -cne 'Containers') {
    [Console]::Error.WriteLine('Set the environment variable first, then run azd again: $env:IOTASPIRE_SERVERS = ''Containers''')
    exit 1
}
