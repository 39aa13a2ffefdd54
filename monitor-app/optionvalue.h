// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <limits>
#include <optional>

class QCommandLineOption;
class QCommandLineParser;
class QString;

// The value of an option; nothing if it was not given, or is wrong: then the error says so, unless
// it already says something.
namespace Spawn {

struct NumberRange
{
    int smallest;
    int largest = std::numeric_limits<int>::max();
};
std::optional<int> numberOption(const QCommandLineParser &parser, const QCommandLineOption &option,
                                NumberRange range, QString *error);

std::optional<std::chrono::milliseconds>
durationOption(const QCommandLineParser &parser, const QCommandLineOption &option, QString *error);

} // namespace Spawn
