using System.Text.Json.Serialization;

namespace IotAspire.EventHubs.Emulator.Http;

/// <summary>The bodies of requests and answers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 256)]
[JsonSerializable(typeof(HttpProblem))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(List<HubAnswer>))]
[JsonSerializable(typeof(List<ConsumerAnswer>))]
[JsonSerializable(typeof(List<FaultAnswer>))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(SentAnswer))]
[JsonSerializable(typeof(GroupAnswer))]
[JsonSerializable(typeof(DoneAnswer))]
[JsonSerializable(typeof(HubBody))]
[JsonSerializable(typeof(GroupBody))]
[JsonSerializable(typeof(SendBody))]
[JsonSerializable(typeof(FaultBody))]
internal sealed partial class ApiJson : JsonSerializerContext;
