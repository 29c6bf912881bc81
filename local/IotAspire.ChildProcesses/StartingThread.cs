using System.Collections.Concurrent;

namespace IotAspire.ChildProcesses;

/// <summary>
/// The one thread that starts children. Linux sends a child its parent-death signal when the <em>thread</em> that started it
/// ends, not the process; a pool thread ends after some idle seconds, and its children would die under a living host.
/// </summary>
internal sealed class StartingThread : IDisposable
{
    private readonly BlockingCollection<Action> _requests = [];
    private readonly Thread _thread;

    public StartingThread()
    {
        _thread = new Thread(RunRequests) { IsBackground = true, Name = "child process starter" };
        _thread.Start();
    }

    /// <summary>Runs the function on the thread; its exception is thrown here.</summary>
    public T Run<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>();
        _requests.Add(() =>
        {
            try
            {
                result.SetResult(function());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        });
        return result.Task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        _requests.CompleteAdding();
        _thread.Join();
        _requests.Dispose();
    }

    private void RunRequests()
    {
        foreach (var request in _requests.GetConsumingEnumerable())
            request();
    }
}
