using System.Numerics;

namespace Costate.Execution;

/// <summary>The plan of a region for as long as it stays the same, and its memory.</summary>
internal struct RegionRuns<T>(Region<T>? region)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private Schedule<T>? schedule;

    public Schedule<T>.Workspace? Workspace { get; private set; }

    public Schedule<T> Enter(Scope scope)
    {
        var next = region!.Enter(scope);
        if (!ReferenceEquals(next, schedule))
        {
            Leave();
            Workspace = next.Enter();
            schedule = next;
        }

        return next;
    }

    public void Leave()
    {
        if (Workspace is { } workspace) schedule!.Leave(workspace);
        Workspace = null;
    }
}
