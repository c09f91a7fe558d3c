# The door to the house: what each target does is in the README. Meson does the work.
BUILD ?= build
PREFIX ?= /usr/local
FILES ?= examples
DEMO ?= demo

.PHONY: all setup demo check install bench lint fuzz format clean

all: $(BUILD)/build.ninja
	@ninja -C $(BUILD) --quiet

$(BUILD)/build.ninja: | setup
	@meson setup $(BUILD) --prefix $(PREFIX) >$(BUILD)-setup.log 2>&1 || { tail -n 20 $(BUILD)-setup.log; exit 1; }
	@rm -f $(BUILD)-setup.log

setup:
	@scripts/setup build

demo: all
	@scripts/demo $(BUILD)/src/cli/rapporteur $(DEMO) $(FILES)

check:
	@scripts/check

install: all
	@meson configure $(BUILD) --prefix $(abspath $(PREFIX))
	@meson install -C $(BUILD)

bench: all
	@scripts/setup bench
	@scripts/bench $(BUILD)/src/cli/rapporteur
	@scripts/bench-docx $(BUILD)/src/cli/rapporteur
	@scripts/bench-pdf $(BUILD)/src/cli/rapporteur

lint:
	@scripts/setup check
	@scripts/lint

fuzz:
	@scripts/setup check
	@scripts/fuzz

format:
	@git ls-files '*.c' '*.h' | xargs clang-format-14 -i

clean:
	rm -rf $(BUILD) build-check build-asan build-fuzz $(DEMO)
