# Two commands are enough: `make run` and `make test`. Each target is one short script in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run dev test check lint generate bench clean setup

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: ## start the whole office with a demo city, nothing to configure
	@scripts/run

dev: ## like run, and rebuild the two web apps as you edit them
	@scripts/dev

test: ## everything that must hold before a change is merged
	@scripts/test

check: ## the quick part of test: generated code, linters, types
	@scripts/check

lint: ## the linters alone
	@scripts/setup lint
	@scripts/lint

generate: ## renew the generated code
	@scripts/setup run
	@scripts/generate

bench: ## measure against the limit server, at one million cases
	@scripts/setup run
	@scripts/bench

setup: ## fetch everything that run and test need
	@scripts/setup test

clean: ## forget the demo's data, caches and built files
	@scripts/clean
