# azd runs this before its commands. The AppHost is one for azd only in the Aspire edition, and azd hands its own environment,
# not that of `azd env set`, to the .NET SDK.
if ($env:Edition -cne 'Aspire') {
    [Console]::Error.WriteLine('Set the environment variable first, then run azd again: $env:Edition = ''Aspire''')
    exit 1
}
