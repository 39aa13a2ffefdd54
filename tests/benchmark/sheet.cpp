// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "sheet.h"

#include "statistics.h"

#include <QtCore/QFile>
#include <QtCore/QTextStream>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Spawn::Benchmark {

static Values nothing()
{
    Values values;
    values.fill(NAN);
    return values;
}

bool Sheet::Entry::isSteady() const
{
    return std::max(limitBefore, limitAfter) <= 1.2 * std::min(limitBefore, limitAfter);
}

void Sheet::note(const Row &row, Column column, double value)
{
    auto place = std::find_if(m_point.begin(), m_point.end(),
                              [&](const Noted &noted) { return noted.row.id == row.id; });
    if (place == m_point.end())
        place = m_point.insert(place, Noted{row, nothing()});
    place->values[size_t(column)] = value;
}

void Sheet::endPoint(int round, double limitBefore, double limitAfter)
{
    for (Noted &noted : m_point) {
        if (noted.row.showsLimit)
            noted.values[size_t(Column::Limit)] = (limitBefore + limitAfter) / 2;
        auto line = std::find_if(m_lines.begin(), m_lines.end(), [&](const Line &candidate) {
            return candidate.row.id == noted.row.id;
        });
        if (line == m_lines.end())
            line = m_lines.insert(line, Line{noted.row, {}});
        line->entries.push_back({round, limitBefore, limitAfter, noted.values});
    }
    m_point.clear();
}

bool Sheet::writeTsv(const QString &fileName) const
{
    QFile file(fileName);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return false;
    QTextStream out(&file);
    out << "id\tround\tlimit_before\tlimit_after\tasyncspawner\tqprocess\tlimit\tbaseline\t"
           "spawn_async\texec_file\tfork\tqworker\t"
           "node_cluster\tnode_cluster_shared\tnode_server\ttcp_server\n";
    for (const Line &line : m_lines) {
        for (const Entry &entry : line.entries) {
            out << line.row.id << '\t' << entry.round << '\t' << entry.limitBefore << '\t'
                << entry.limitAfter;
            for (const double value : entry.values)
                out << '\t' << (std::isnan(value) ? QString() : QString::number(value, 'g', 8));
            out << '\n';
        }
    }
    out.flush();
    return out.status() == QTextStream::Ok && file.error() == QFile::NoError;
}

Summary::Summary(const Sheet::Line &line)
    : total(int(line.entries.size())), medians(nothing()), ratios(nothing())
{
    const auto counts = [&](const Sheet::Entry &entry) {
        return !line.row.needsSteadyMachine() || entry.isSteady();
    };
    counted = int(std::count_if(line.entries.begin(), line.entries.end(), counts));
    for (size_t column = 0; column < ColumnCount; ++column) {
        std::vector<double> values;
        std::vector<double> parts;
        for (const Sheet::Entry &entry : line.entries) {
            const double value = entry.values[column];
            if (std::isnan(value) || (counted > 0 && !counts(entry)))
                continue;
            values.push_back(value);
            const double part = entry.values[size_t(Column::AsyncSpawner)] / value;
            if (!std::isnan(part))
                parts.push_back(part);
        }
        medians[column] = median(values);
        ratios[column] = median(parts);
    }
}

} // namespace Spawn::Benchmark
