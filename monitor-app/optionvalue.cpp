// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "optionvalue.h"

#include "duration.h"

#include <QtCore/QCommandLineParser>

namespace Spawn {

static QString optionName(const QCommandLineOption &option)
{
    const QString name = option.names().first();
    return (name.size() > 1 ? QStringLiteral("--") : QStringLiteral("-")) + name;
}

static void refuse(const QCommandLineParser &parser, const QCommandLineOption &option,
                   const QString &wanted, QString *error)
{
    if (error->isEmpty())
        *error = QStringLiteral("%1 takes %2, not \"%3\"")
                     .arg(optionName(option), wanted, parser.value(option));
}

std::optional<int> numberOption(const QCommandLineParser &parser, const QCommandLineOption &option,
                                NumberRange range, QString *error)
{
    if (!parser.isSet(option))
        return std::nullopt;
    bool isNumber = false;
    const int number = parser.value(option).toInt(&isNumber);
    if (isNumber && number >= range.smallest && number <= range.largest)
        return number;
    QString wanted = QStringLiteral("a number from %1").arg(range.smallest);
    if (range.largest != std::numeric_limits<int>::max())
        wanted += QStringLiteral(" to %1").arg(range.largest);
    refuse(parser, option, wanted, error);
    return std::nullopt;
}

std::optional<std::chrono::milliseconds>
durationOption(const QCommandLineParser &parser, const QCommandLineOption &option, QString *error)
{
    if (!parser.isSet(option))
        return std::nullopt;
    const auto duration = parseDuration(parser.value(option));
    if (!duration)
        refuse(parser, option,
               QStringLiteral("a time such as 30, 30s, 500ms, 2m or 1h, at most a year"), error);
    return duration;
}

} // namespace Spawn
