using Costate.Ir;

namespace Costate.Generator;

/// <summary>A variant of the method with the plans of its programs.</summary>
internal sealed class PlannedVariant(VariantModel model, ProgramPlans plans)
{
    /// <summary>Derives the programs of a variant and plans them.</summary>
    public static PlannedVariant Of(VariantModel model) => new(model, ProgramPlans.Build(FragmentPrograms.Build(GraphText.Parse(model.GraphText))));

    public VariantModel Model { get; } = model;

    public ProgramPlans Plans { get; } = plans;

    public string FragmentName => Model.FragmentName;
}
