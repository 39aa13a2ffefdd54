// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "jobs/jsonview.h"

#include "models/jsontext.h"
#include "models/quantity.h"
#include "widgets/quietbutton.h"
#include "widgets/rowtree.h"
#include "widgets/sectiontitle.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace Spawn {

JsonView::JsonView(const QString &title, QWidget *parent)
    : QWidget(parent), m_title(new SectionTitle(title)), m_note(new QLabel), m_tree(new RowTree),
      m_none(new QLabel)
{
    auto *const column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(2);
    auto *const head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title, 1);
    m_note->setForegroundRole(QPalette::PlaceholderText);
    head->addWidget(m_note);
    auto *const copy = new QuietButton;
    copy->setMark({Glyph::Copy, Tone::Neutral});
    connect(copy, &QAbstractButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(text()); });
    m_copy = copy;
    head->addWidget(copy);
    column->addLayout(head);
    m_none->setForegroundRole(QPalette::PlaceholderText);
    column->addWidget(m_none);
    m_tree->setModel(&m_model);
    m_tree->setHeaderHidden(true);
    m_tree->header()->setStretchLastSection(true);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setMinimumHeight(64);
    column->addWidget(m_tree, 1);
    setTitle(title);
}

JsonView::~JsonView()
{
    delete m_tree; // before its model
}

void JsonView::setTitle(const QString &title)
{
    m_title->setText(title);
    m_tree->setAccessibleName(title);
    m_copy->setAccessibleName(QStringLiteral("Copy ") + title.toLower());
    m_copy->setToolTip(QStringLiteral("Copy the %1 as JSON").arg(title.toLower()));
}

QString JsonView::text() const
{
    return m_value.size > 0 ? m_value.value.toString() : indentedJson(m_value.value);
}

int JsonView::neededHeight() const
{
    constexpr int head = 40;
    int rows = 0;
    for (QModelIndex row = m_model.index(0, 0); row.isValid(); row = m_tree->indexBelow(row))
        ++rows;
    return head + std::max(2, std::min(rows, 100)) * m_tree->sizeHintForRow(0);
}

void JsonView::setValue(const JobValue &value, const QString &none)
{
    m_none->setText(none);
    const bool is = !value.value.isUndefined();
    m_none->setVisible(!is);
    m_tree->setVisible(is);
    m_copy->setEnabled(is);
    if (value == m_value)
        return;
    m_value = value;
    m_note->setText(value.size > 0
                        ? QStringLiteral("the beginning of %1").arg(byteCountText(value.size))
                        : QString());
    m_model.setValue(value.value);
    m_tree->expandToDepth(0);
    m_tree->resizeColumnToContents(JsonTreeModel::NameColumn);
    m_tree->setColumnWidth(
        JsonTreeModel::NameColumn,
        std::clamp(m_tree->columnWidth(JsonTreeModel::NameColumn) + 12, 64, 180));
}

} // namespace Spawn
