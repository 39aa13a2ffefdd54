// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "row.h"

#include <vector>

namespace Spawn::Benchmark {

// What was measured, round by round. The values of one point, between two measurements of the
// limit, count when the two agree.
class Sheet final
{
public:
    struct Entry
    {
        int round;
        double limitBefore; // commands a second
        double limitAfter;
        Values values;

        bool isSteady() const;
    };
    struct Line
    {
        Row row;
        std::vector<Entry> entries;
    };

    // Belongs to the point that ends next.
    void note(const Row &row, Column column, double value);
    void endPoint(int round, double limitBefore, double limitAfter);

    const std::vector<Line> &lines() const { return m_lines; }
    bool writeTsv(const QString &fileName) const;

private:
    struct Noted
    {
        Row row;
        Values values;
    };
    std::vector<Noted> m_point;
    std::vector<Line> m_lines;
};

// What the entries of a line come to.
struct Summary
{
    int counted = 0; // entries; none: the rest is of all of them
    int total = 0;
    Values medians;
    Values ratios; // AsyncSpawner's part of the others, taken in each entry

    explicit Summary(const Sheet::Line &line);
};

} // namespace Spawn::Benchmark
