using Xunit;

// Each test keeps two threads busy by itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
