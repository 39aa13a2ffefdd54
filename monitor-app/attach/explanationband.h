// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtCore/QString>
#include <QtWidgets/QWidget>

namespace Spawn {

// Two lines on a quiet ground: how it is, and what can be done about it. As high when it is empty.
class ExplanationBand final : public QWidget
{
    Q_OBJECT
public:
    explicit ExplanationBand(QWidget *parent = nullptr);

    void setText(const Mark &mark, const QString &situation, const QString &remedy);
    QString situation() const { return m_situation; }
    QString remedy() const { return m_remedy; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark;
    QString m_situation;
    QString m_remedy;
};

} // namespace Spawn
