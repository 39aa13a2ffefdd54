// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QByteArray;

namespace Spawn {

// The standard output for answers alone: what workers write to theirs goes to the standard error.
// To be made before the helper, which inherits both.
class AnswerOutput final
{
public:
    AnswerOutput();
    ~AnswerOutput();

    AnswerOutput(const AnswerOutput &) = delete;
    AnswerOutput &operator=(const AnswerOutput &) = delete;

    bool isTerminal() const;
    int write(const QByteArray &bytes); // 0 or an errno

private:
    const int m_fd;
};

} // namespace Spawn
