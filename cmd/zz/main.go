package main
import ("context";"fmt";"os";"path/filepath";"strings";"time";"entente")
func rd(p string) entente.Text { b,_:=os.ReadFile(p); return entente.Text{Name:filepath.Base(p),Body:string(b)} }
func main(){
 base:=entente.Input{Arrangement: rd("library/korea/arrangement.yaml")}
 d,ms:=entente.Load(base)
 if d==nil { entente.WriteDiagnostics(os.Stdout,ms,false); return }
 fmt.Println(len(ms),"messages")
 t0:=time.Now()
 opt:=entente.CheckOptions{Budget:1,Starts:2}
 r0:=entente.Check(context.Background(),d,opt)
 fmt.Println("base",time.Since(t0),r0.Exhaustive,r0.Status())
 entente.WriteFindings(os.Stdout,r0,entente.TextOptions{})
 vs,_:=filepath.Glob("library/korea/variants/*.yaml")
 for _,v:=range vs {
  in:=base; in.Variants=[]entente.Text{rd(v)}
  vt:=rd(v)
  if strings.Contains(vt.Body,"base: future-cfc") { in.Variants=[]entente.Text{rd("library/korea/variants/future-cfc.yaml"),vt} }
  dv,ms:=entente.Load(in)
  if dv==nil { fmt.Println(v); entente.WriteDiagnostics(os.Stdout,ms,false); continue }
  t0=time.Now()
  r:=entente.Check(context.Background(),dv,opt)
  fmt.Println("=====",v,time.Since(t0),r.Exhaustive)
  entente.WriteComparison(os.Stdout,entente.Compare(r0,r),entente.TextOptions{})
 }
}
