namespace IotAspire.EventHubs.Emulator.Hosting;

/// <summary>One option of the command line.</summary>
/// <param name="Name">With its dashes.</param>
/// <param name="Value">What its value looks like.</param>
/// <param name="Help">What it does.</param>
/// <param name="Apply">Takes the value, or says what is wrong with it and what is allowed.</param>
internal sealed record CommandLineOption(string Name, string Value, string Help, Func<EventHubsEmulatorOptions, string, string?> Apply)
{
    /// <summary>An option that takes any text.</summary>
    public static CommandLineOption Text(string name, string value, string help, Action<EventHubsEmulatorOptions, string> set) =>
        new(name, value, help, (options, text) =>
        {
            set(options, text);
            return null;
        });
}
