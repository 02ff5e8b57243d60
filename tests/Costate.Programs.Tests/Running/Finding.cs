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
    public override string ToString() => $"{Check}: {Message}\n\n{Program}";
}
