namespace Costate.Ir;

/// <summary>The ids of everything that can be wrong with a program; the same id serves the analyzer's error and the guard at run time.</summary>
internal static class DiagnosticIds
{
    // COS0xx: the method cannot be read.
    public const string TypeNotPartial = "COS001";
    public const string UnsupportedConstruct = "COS002";
    public const string UnsupportedCall = "COS003";
    public const string UnsupportedSignature = "COS004";
    public const string AmbiguousOverload = "COS005";
    public const string LanguageVersion = "COS006";
    public const string RecursiveCall = "COS007";
    public const string UnsupportedMethodKind = "COS008";
    public const string CheckpointAttribute = "COS009";

    // COS1xx: shapes.
    public const string ShapeMismatch = "COS101";
    public const string RankMismatch = "COS102";
    public const string AxisOutOfRange = "COS103";
    public const string ReturnShape = "COS104";
    public const string ElementCount = "COS105";
    public const string EinsumSpec = "COS106";
    public const string ShapeAttribute = "COS107";
    public const string UndeterminedSymbol = "COS108";
    public const string WindowOutOfRange = "COS109";
    public const string EmptyReduction = "COS110";
    public const string ElementType = "COS111";
    public const string FactAttribute = "COS112";
    public const string FactViolated = "COS113";
    public const string ContradictoryFacts = "COS114";
    public const string UndecidedCondition = "COS115";
    public const string ConstantNeeded = "COS116";
    public const string TwoSizes = "COS117";
    public const string SuspiciousBroadcast = "COS118";
    public const string MisspeltName = "COS119";
    public const string CarryShape = "COS120";
    public const string LeadingAxes = "COS121";
    public const string BranchShape = "COS122";
    public const string StepShape = "COS123";

    // COS2xx: derivatives.
    public const string NoDependence = "COS201";
    public const string ZeroByRule = "COS202";
    public const string NoDerivativeRule = "COS203";
    public const string HiddenDependence = "COS204";
    public const string ExcludedPath = "COS205";
    public const string NonlinearGauge = "COS206";

    // COS21x: declared linearizations.
    public const string LinearizedMethod = "COS211";
    public const string LinearizationSignature = "COS212";
    public const string NotLinear = "COS213";
    public const string TangentShape = "COS214";
    public const string TwoLinearizations = "COS215";

    // COS3xx: what a build checks about itself.
    public const string WrongDerivative = "COS301";
    public const string DerivativeNotChecked = "COS302";
}
