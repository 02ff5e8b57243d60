using Costate.Ir;

namespace Costate.Generator;

/// <summary>A variant of the method with the plans of its programs.</summary>
internal sealed class PlannedVariant(VariantModel model, ProgramPlans plans)
{
    public VariantModel Model { get; } = model;

    public ProgramPlans Plans { get; } = plans;

    public string FragmentName => Model.FragmentName;
}
