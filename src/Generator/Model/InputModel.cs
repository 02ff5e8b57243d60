using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>An input of the graph: a parameter, or a tensor in one.</summary>
/// <param name="Name">The parameter's name, or that of a local variable for the tensor, which no dimension has either.</param>
/// <param name="Kind">Tensor, mask or number.</param>
/// <param name="Parameter">The parameter that it stands in; null for the record that an instance method belongs to.</param>
internal sealed record InputModel(string Name, ParameterKind Kind, ParameterModel? Parameter)
{
    public static IReadOnlyList<InputModel> Of(MethodModel model)
    {
        var names = new PlanNames();
        foreach (var parameter in model.Parameters)
        {
            names.Take(parameter.Name.TrimStart('@'));
        }

        var inputs = new List<InputModel>();
        Add(model.Self, string.Empty, null);
        foreach (var parameter in model.Parameters)
        {
            if (parameter.IsInput)
            {
                inputs.Add(new InputModel(parameter.Name, parameter.Kind, parameter));
            }
            else
            {
                Add(parameter.Value, parameter.Name.TrimStart('@'), parameter);
            }
        }

        return inputs;

        void Add(ValueModel? value, string path, ParameterModel? parameter)
        {
            if (value is not null)
            {
                inputs.AddRange(ValueText.Concretes(value.Stored, string.Empty, path).Select(c => new InputModel(names.Take(c.Path), ParameterKind.Tensor, parameter)));
            }
        }
    }
}
