namespace Costate.Linking;

/// <summary>How one link of one method came out.</summary>
internal enum LinkState
{
    Passed,
    NotChecked,
    Failed,
}

/// <summary>One link of one method: the outcome, and in words what was compared or what differs.</summary>
internal sealed record LinkResult(string Link, LinkState State, string Detail)
{
    public static LinkResult Passed(string link, string detail) => new(link, LinkState.Passed, detail);

    public static LinkResult NotChecked(string link, string reason) => new(link, LinkState.NotChecked, reason);

    public static LinkResult Failed(string link, string difference) => new(link, LinkState.Failed, difference);
}
