// github.com/Azure/azure-sdk-for-net, 1.x: sdk/provisioning/Azure.Provisioning/api/Azure.Provisioning.net8.0.cs
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Azure.Provisioning.Primitives;

namespace Azure.Provisioning
{
    public abstract class BicepValue
    {
        internal BicepValue()
        {
        }
    }

    public class BicepValue<T> : BicepValue
    {
        public BicepValue(T literal) => throw null!;

        public T? Value => throw null!;

        public static implicit operator BicepValue<T>(ProvisioningVariable reference) => throw null!;

        public static implicit operator BicepValue<T>(T value) => throw null!;
    }

    public class BicepList<T> : BicepValue, IList<BicepValue<T>>, IReadOnlyList<BicepValue<T>>
    {
        public BicepList() => throw null!;

        public int Count => throw null!;

        public bool IsReadOnly => throw null!;

        public BicepValue<T> this[int index] { get => throw null!; set { } }

        public void Add(BicepValue<T> item) => throw null!;

        public void Clear() => throw null!;

        public bool Contains(BicepValue<T> item) => throw null!;

        public void CopyTo(BicepValue<T>[] array, int arrayIndex) => throw null!;

        public IEnumerator<BicepValue<T>> GetEnumerator() => throw null!;

        public int IndexOf(BicepValue<T> item) => throw null!;

        public void Insert(int index, BicepValue<T> item) => throw null!;

        public bool Remove(BicepValue<T> item) => throw null!;

        public void RemoveAt(int index) => throw null!;

        IEnumerator IEnumerable.GetEnumerator() => throw null!;
    }

    public class BicepDictionary<T> : BicepValue, IDictionary<string, BicepValue<T>>
    {
        public BicepDictionary() => throw null!;

        public int Count => throw null!;

        public bool IsReadOnly => throw null!;

        public ICollection<string> Keys => throw null!;

        public ICollection<BicepValue<T>> Values => throw null!;

        public BicepValue<T> this[string key] { get => throw null!; set { } }

        public void Add(KeyValuePair<string, BicepValue<T>> item) => throw null!;

        public void Add(string key, BicepValue<T> value) => throw null!;

        public void Clear() => throw null!;

        public bool Contains(KeyValuePair<string, BicepValue<T>> item) => throw null!;

        public bool ContainsKey(string key) => throw null!;

        public void CopyTo(KeyValuePair<string, BicepValue<T>>[] array, int arrayIndex) => throw null!;

        public IEnumerator<KeyValuePair<string, BicepValue<T>>> GetEnumerator() => throw null!;

        public bool Remove(KeyValuePair<string, BicepValue<T>> item) => throw null!;

        public bool Remove(string key) => throw null!;

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out BicepValue<T> value) => throw null!;

        IEnumerator IEnumerable.GetEnumerator() => throw null!;
    }

    public class Infrastructure : Provisionable
    {
        public Infrastructure(string bicepName = "main") => throw null!;

        public override IEnumerable<Provisionable> GetProvisionableResources() => throw null!;
    }

    public class ProvisioningVariable : ProvisionableConstruct
    {
        public ProvisioningVariable(string bicepIdentifier, Type type) => throw null!;
    }

    public class ProvisioningParameter : ProvisioningVariable
    {
        public ProvisioningParameter(string bicepIdentifier, Type type)
            : base(bicepIdentifier, type) => throw null!;
    }
}

namespace Azure.Provisioning.Primitives
{
    public abstract class Provisionable
    {
        internal Provisionable()
        {
        }

        public virtual IEnumerable<Provisionable> GetProvisionableResources() => throw null!;
    }

    public abstract class ProvisionableConstruct : Provisionable
    {
    }

    public abstract class ProvisionableResource : ProvisionableConstruct
    {
    }
}
