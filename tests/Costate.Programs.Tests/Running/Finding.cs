using System.Text.RegularExpressions;

namespace Costate.Tests.Programs;

/// <summary>Which check a program failed.</summary>
internal enum Check
{
    /// <summary>The front end refuses it.</summary>
    Refused,
    Generator,
    Compiler,
    BodyLink,
    DerivativeLink,
    EmittedLink,
    Differences,
}

/// <summary>What is wrong with a program.</summary>
internal sealed record Finding(RandomProgram Program, Check Check, string Message)
{
    private static readonly Regex Ids = new("(CS|COS)[0-9]+", RegexOptions.CultureInvariant);

    /// <summary>The error of the compiler or the front end; empty for a link.</summary>
    public string Id => Check is Check.Refused or Check.Compiler ? Ids.Match(Message).Value : string.Empty;

    public bool IsLike(Finding other) => Check == other.Check && Id == other.Id;

    public override string ToString() => $"{Check}: {Message}\n\n{Program}";
}
