// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/mark.h"

#include <QtWidgets/QWidget>

namespace Spawn {

// One subject on a ground of its own: its name to the left, one fact to the right, the rest below.
class Card : public QWidget
{
    Q_OBJECT
public:
    static constexpr int Padding = 16;
    static constexpr int HeadHeight = 40;

    explicit Card(const QString &title, QWidget *parent = nullptr);

    QString title() const { return m_title; }
    void setTitle(const QString &title);
    QString fact() const { return m_fact; }
    void setFact(const QString &fact, const Mark &mark = {});
    // Whether all text has the room it needs; for tests.
    virtual bool showsAll() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_title;
    QString m_fact;
    Mark m_factMark;
};

} // namespace Spawn
