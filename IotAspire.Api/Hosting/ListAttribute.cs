namespace IotAspire.Api.Hosting;

/// <summary>Several values, separated by commas; so the parameter may also be there several times.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListAttribute : Attribute;
