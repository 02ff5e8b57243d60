using System; using System.Numerics.Tensors; using Lstm; using System.Diagnostics; using System.Linq;
int l=2,c=1024,b=7; if (args.Length>1){l=int.Parse(args[0]);c=int.Parse(args[1]);}
double[] U(int seed,int n){ ulong s=(ulong)seed; var r=new double[n]; for(int i=0;i<n;i++){ s=s*6364136223846793005UL+1442695040888963407UL; r[i]=(s>>11)*(1.0/(1UL<<53))-0.5;} return r; }
var main=Tensor.Create(U(1,l*8*b),[l,8,b]); var extra=Tensor.Create(U(2,3*b),[3,b]); var state=Tensor.Create(U(3,l*2*b),[l,2,b]); var seq=Tensor.Create(U(4,c*b),[c,b]);
double[] gm=new double[l*8*b], ge=new double[3*b], gs=new double[l*2*b], gq=new double[c*b];
double Run()=>Network.LossValueAndGrad(main,extra,state,seq,new TensorSpan<double>(gm,[l,8,b]),new TensorSpan<double>(ge,[3,b]),new TensorSpan<double>(gs,[l,2,b]),new TensorSpan<double>(gq,[c,b]));
double v=Run(); Console.WriteLine(v);
double worst=0; for(int i=0;i<5;i++){ double h=1e-6; var m2=main.ToArray(); int at=i*7; m2[at]+=h; double p=Network.Loss(Tensor.Create(m2,[l,8,b]),extra,state,seq); m2[at]-=2*h; double q=Network.Loss(Tensor.Create(m2,[l,8,b]),extra,state,seq); worst=Math.Max(worst,Math.Abs((p-q)/(2*h)-gm[at])); } Console.WriteLine("diff "+worst);
double best=1e9; for(int k=0;k<30;k++){ var w=Stopwatch.StartNew(); for(int r=0;r<10;r++) Run(); best=Math.Min(best,w.Elapsed.TotalMilliseconds/10);} Console.WriteLine("gradient ms "+best);
best=1e9; for(int k=0;k<30;k++){ var w=Stopwatch.StartNew(); for(int r=0;r<10;r++) Network.Loss(main,extra,state,seq); best=Math.Min(best,w.Elapsed.TotalMilliseconds/10);} Console.WriteLine("primal ms "+best);
