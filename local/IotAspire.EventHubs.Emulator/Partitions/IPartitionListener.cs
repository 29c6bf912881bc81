namespace IotAspire.EventHubs.Emulator.Partitions;

/// <summary>Wants to know when a partition holds more. Called on the partition's loop, so it must be quick and not throw.</summary>
internal interface IPartitionListener
{
    void OnAppended();
}
