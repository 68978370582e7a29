module entente

go 1.26

require go.yaml.in/yaml/v4 v4.0.0 // YAML with the position of every node; the maintained line of go-yaml
