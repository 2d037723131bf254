package graph

//go:generate sh -c "cd .. && go tool gqlgen generate"
//go:generate go run ./sdl/print .. ../schema.graphql

// gqlgen builds a map of all inputs anew for each request, for resolvers that read inputs by hand; ours do not (docs/decisions/0090).
//go:generate sed -i -e "/inputUnmarshalMap := graphql.BuildUnmarshalerMap(/,/^\t)$/d" -e "/graphql.WithUnmarshalerMap(ctx, inputUnmarshalMap)/d" generated/generated.go
