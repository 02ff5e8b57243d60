namespace Costate.Frontend;

/// <summary>Metadata names by which the user-facing library is recognised; the front end never references it.</summary>
internal static class KnownNames
{
    public const string Differentiable = "Costate.DifferentiableAttribute";
    public const string Shape = "Costate.ShapeAttribute";
    public const string Dims = "Costate.DimsAttribute";
    public const string Length = "Costate.LengthAttribute";
    public const string Where = "Costate.WhereAttribute";
    public const string Checkpoint = "Costate.CheckpointAttribute";
    public const string NoGradient = "Costate.NoGradientAttribute";
    public const string Linearization = "Costate.LinearizationAttribute";
    public const string LibraryFunction = "Costate.CompilerServices.LibraryFunctionAttribute";
    public const string FragmentCall = "Costate.CompilerServices.FragmentCallAttribute";
    public const string TracedRecord = "Costate.CompilerServices.ITracedRecord<TRecord, TValues>";
    public const string CompiledCall = "Costate.CompilerServices.CompiledCall";
    public const string TracedRecords = "TracedRecord";
    public const string TracedTensor = "TracedTensor";
    public const string TracedValue = "TracedValue";
    public const string FixedPoint = "Costate.FixedPoint";
    public const string Namespace = "Costate";
}
