namespace Costate;

/// <summary>Switches for the whole process.</summary>
public static class CostateSettings
{
    private static volatile bool debugNaN;

    /// <summary>
    /// Whether a result that is NaN or infinite ends with a <see cref="NonFiniteException"/>. It names the first op that made such an
    /// element out of finite ones, and its line: the method is run once more for that, op by op and slowly. As long as results are
    /// finite, it costs a look at each of them. Of compiled methods and of traces all values, tangents and cotangents are looked at.
    /// </summary>
    public static bool DebugNaN
    {
        get => debugNaN;
        set => debugNaN = value;
    }
}
