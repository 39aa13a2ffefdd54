// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/targetnames.h"

#include <algorithm>

namespace Spawn {

static constexpr qsizetype LongestStem = 80;
static constexpr qsizetype LongestName = 32; // leaves a usual path room for it

static bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || c == '-' || c == '.';
}

TargetNames TargetNames::forApplication(const QString &name, qint64 processId, int number)
{
    QByteArray stem = name.left(LongestName).toLatin1();
    // Without dots: what follows the first one is ours.
    std::replace_if(
        stem.begin(), stem.end(), [](char c) { return !isPlain(c) || c == '.'; }, '_');
    if (stem.isEmpty())
        stem = "application";
    stem += '.' + QByteArray::number(processId);
    if (number > 1)
        stem += '.' + QByteArray::number(number);
    return TargetNames(stem);
}

TargetNames TargetNames::ofDescription(const QByteArray &fileName)
{
    return TargetNames(fileName.endsWith(DescriptionSuffix)
                           ? fileName.chopped(qsizetype(sizeof DescriptionSuffix) - 1)
                           : QByteArray());
}

bool TargetNames::isValid() const
{
    return !m_stem.isEmpty() && m_stem.size() <= LongestStem && !m_stem.startsWith('.')
        && std::all_of(m_stem.begin(), m_stem.end(), isPlain);
}

} // namespace Spawn
